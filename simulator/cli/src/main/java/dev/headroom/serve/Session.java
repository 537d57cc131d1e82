package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The work for one open page: at most one thing at a time for each of its sides. A new move ends
 * what the side was at; what comes of it travels over the page's stream of events.
 */
final class Session {
  /** A run that takes no longer needs no rough answer before it. */
  private static final long QUICK_NS = TimeUnit.MILLISECONDS.toNanos(60);

  private static final long HEARTBEAT_SECONDS = 10;

  private final Answers answers;
  private final Board board;
  private final ExecutorService workers;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final Map<String, Future<?>> work = new ConcurrentHashMap<>();
  /** How long a day of each side took the last time, and with how much traffic. */
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();

  /** On what the first day of each side was drawn, so that the others are drawn on the same. */
  private final Map<String, Lines.Grid> grids = new ConcurrentHashMap<>();

  /** How long a run takes. */
  private record Pace(long elapsedNs, double traffic, double offered, double instances) {

    /** The largest divisor that leaves a small model enough to look like the whole one. */
    int divisorMax() {
      return (int) Math.max(1, Math.min(instances / 4, offered / 2_000));
    }
  }

  Session(Board board, Answers answers, ExecutorService workers) {
    this.board = board;
    this.answers = answers;
    this.workers = workers;
  }

  /** Begins the answer to a move, instead of what its side was at. */
  synchronized void begin(Question question, Board.Position position) {
    stop(question.side());
    work.put(question.side(), workers.submit(() -> answer(question, position)));
  }

  /** Ends the work for a side. */
  synchronized void stop(String side) {
    Future<?> old = work.remove(side);
    if (old != null) {
      old.cancel(true);
    }
  }

  /** Ends all work. */
  void close() {
    stop("a");
    stop("b");
  }

  /** Writes events until the page goes away. */
  void stream(OutputStream out) throws IOException {
    try {
      out.write(": open\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (!Thread.currentThread().isInterrupted()) {
        String event = events.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        out.write((event == null ? ":\n\n" : event).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void answer(Question question, Board.Position position) {
    try {
      if (question.strips()) {
        strips(question);
        return;
      }
      if (!question.fixes()) {
        rough(question, position.scenario());
        firstDay(question, position);
      }
      if (question.runs() > 1 || question.fixes()) {
        allDays(question, position);
      }
      send("done", question, JsonNodeFactory.instance.objectNode());
    } catch (CancellationException e) {
      // The page wants something else by now.
    } catch (UserError e) {
      send("problem", question, problem(e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!Thread.currentThread().isInterrupted()) {
        send("problem", question, problem("internal error: " + e));
      }
    }
  }

  private void strips(Question question) {
    Pace pace = paces.get(question.side());
    if (pace != null) {
      new Strips(board, question, pace.elapsedNs()).run(strip -> send("strip", question, strip));
    }
  }

  private static ObjectNode problem(String message) {
    return JsonNodeFactory.instance.objectNode().put("message", String.valueOf(message));
  }

  /** A small model first, where the whole one would keep the page waiting. */
  private void rough(Question question, Scenario scenario) {
    Pace pace = paces.getOrDefault(question.side(), paces.get("a"));
    if (pace == null) {
      return;
    }
    double expectedNs = pace.elapsedNs() * question.traffic() / pace.traffic();
    int k = (int) Math.min(pace.divisorMax(), Math.ceil(2 * expectedNs / QUICK_NS));
    Scenario small = k < 2 ? null : Rough.of(scenario, k);
    if (small != null) {
      send("rough", question, Picture.of(Answers.small(small), k));
    }
  }

  private void firstDay(Question question, Board.Position position) {
    long beganNs = System.nanoTime();
    SavedResult day = answers.day(position);
    paces.put(
        question.side(),
        new Pace(
            System.nanoTime() - beganNs,
            question.traffic(),
            day.run().at("/requests/offered").asDouble(),
            day.run().at("/instances/peak").asDouble()));
    grids.put(question.side(), Lines.Grid.of(day.series()));
    send("full", question, Picture.of(day, 1).put("runs", 1));
  }

  /** The day in the middle, with what the others were like around it. */
  private void allDays(Question question, Board.Position position) {
    Bands bands = new Bands(grids.getOrDefault(question.side(), Lines.Grid.NONE));
    SavedResult all = answers.of(
        position,
        question.runs(),
        question.fixes(),
        done -> progress(question, done),
        day -> bands.add(Review.series(day)));
    ObjectNode picture = Picture.of(all, 1).put("runs", question.runs());
    bands.write(picture.putObject("bands"));
    send("full", question, picture);
  }

  private void progress(Question question, int done) {
    send(
        "progress",
        question,
        JsonNodeFactory.instance.objectNode().put("done", done).put("of", question.runs()));
  }

  private void send(String kind, Question question, ObjectNode data) {
    if (!Thread.currentThread().isInterrupted()) {
      data.put("side", question.side()).put("move", question.move());
      // JSON has no line feeds outside its texts, and none inside them.
      events.add("event: " + kind + "\ndata: " + data + "\n\n");
    }
  }
}
