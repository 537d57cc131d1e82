package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.platform.Limits;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Attempt.Stage;
import java.util.ArrayList;
import java.util.List;

/** One request's life: where each of its attempts was from when to when, and how they ended. */
public final class Journey extends Onlooker {
  private final long wanted;
  private final List<Step> steps = new ArrayList<>();
  private final List<End> ends = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();
  private RunOutcome outcome;
  private long entity;
  private long arrivedNs = -1;
  private String className = "";
  private boolean affected;
  /** Whether it may have a row that is not tracked yet. */
  private boolean unseen;

  /**
   * A part of it.
   *
   * @param attempt from 1
   * @param what in words
   * @param instance the number of the instance it was in, or -1
   */
  public record Step(long fromNs, long toNs, int attempt, String what, long instance) {}

  /**
   * How an attempt ended.
   *
   * @param attempt from 1
   * @param how {@code completed}, or why it failed
   */
  public record End(long atNs, int attempt, String how) {}

  /** An attempt under way; a client that left may have another one beside it. */
  private static final class Track {
    private final int row;
    private final int attempt;
    private long sinceNs;
    private Stage stage;
    private int query;
    private int revision;
    private int instance;
    private boolean up;
    private boolean clientGone;
    private String what = "";
    private long ordinal = -1;

    Track(int row, int attempt, long sinceNs) {
      this.row = row;
      this.attempt = attempt;
      this.sinceNs = sinceNs;
    }
  }

  private Journey(long wanted) {
    this.wanted = wanted;
  }

  /**
   * Runs a day of a scenario and follows a request.
   *
   * @param service its place in the scenario
   * @param request from 1 in the order of arrival
   */
  public static Journey of(Scenario scenario, long seed, int number, int service, long request) {
    Journey journey = new Journey(request);
    journey.outcome = Simulation.watch(scenario, seed, number, service, journey);
    journey.tracks.forEach(track -> journey.close(track, journey.outcome.endNs()));
    return journey;
  }

  /** The run it was seen in. */
  public RunOutcome outcome() {
    return outcome;
  }

  /** When it arrived, or -1 where the run has fewer requests. */
  public long arrivedNs() {
    return arrivedNs;
  }

  public String className() {
    return className;
  }

  /** Whether it waited for an instance's start. */
  public boolean affected() {
    return affected;
  }

  /** In order of their ends. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  public List<End> ends() {
    return List.copyOf(ends);
  }

  @Override
  void arrived(long number, long of, long nowNs) {
    if (number == wanted) {
      entity = of;
      arrivedNs = nowNs;
      unseen = true;
    }
  }

  @Override
  void ended(long of, int attempt, int code, long nowNs) {
    if (arrivedNs >= 0 && of == entity) {
      ends.add(new End(
          nowNs,
          attempt,
          switch (code) {
            case Clients.FOLD_COMPLETED -> "completed";
            case Clients.FOLD_CLIENT_LEFT -> "completed for nobody: the client had left";
            default -> FailureReason.of(code).label();
          }));
    }
  }

  @Override
  void looked(long nowNs) {
    boolean changed = unseen;
    unseen = false;
    for (int t = tracks.size() - 1; t >= 0; t--) {
      Track track = tracks.get(t);
      if (!isUnderWay(track.row) || attempts.at(track.row).number != track.attempt) {
        close(track, nowNs);
        tracks.remove(t);
        changed = true;
      } else if (differs(track, nowNs)) {
        if (attempts.at(track.row).has(Attempt.CLIENT_GONE) && !track.clientGone) {
          ends.add(new End(nowNs, track.attempt, whyGone(track, nowNs)));
          changed = true;
        }
        close(track, nowNs);
        see(track, nowNs);
      }
    }
    if (changed) {
      findRows(nowNs);
    }
  }

  /** The server works on and tells nothing; whose patience ended follows from how long it was. */
  private String whyGone(Track track, long nowNs) {
    long afterNs = nowNs - attempts.at(track.row).attemptNs;
    Limits limits = service.revisions[track.revision].spec.platform().limits();
    if (afterNs == service.spec.clients().timeoutNs()) {
      return FailureReason.CLIENT_TIMEOUT.label();
    }
    boolean platform =
        afterNs == service.revisions[track.revision].spec.platform().requestTimeoutNs();
    return (platform ? limits.timeoutReason() : FailureReason.ABANDONED).label();
  }

  private boolean isUnderWay(int row) {
    Attempt attempt = attempts.at(row);
    return attempt.entity == entity && attempt.stage != Stage.FREE && attempt.stage != null;
  }

  private void findRows(long nowNs) {
    for (int row = 0; row < attempts.used(); row++) {
      int found = row;
      if (isUnderWay(row) && tracks.stream().noneMatch(track -> track.row == found)) {
        Track track = new Track(row, attempts.at(row).number, nowNs);
        className = service.spec.classes().get(attempts.at(row).classIndex).name();
        see(track, nowNs);
        tracks.add(track);
      }
    }
  }

  private boolean differs(Track track, long nowNs) {
    int row = track.row;
    Attempt attempt = attempts.at(row);
    return attempt.stage != track.stage
        || attempt.query != track.query
        || attempt.revision != track.revision
        || isInside(track.stage)
            && (attempt.instance != track.instance || isUp(row, nowNs) != track.up)
        || attempt.has(Attempt.CLIENT_GONE) != track.clientGone;
  }

  private void see(Track track, long nowNs) {
    int row = track.row;
    Attempt attempt = attempts.at(row);
    track.sinceNs = nowNs;
    track.stage = attempt.stage;
    track.query = attempt.query;
    track.revision = attempt.revision;
    track.instance = attempt.instance;
    track.clientGone = attempt.has(Attempt.CLIENT_GONE);
    track.up = isInside(track.stage) && isUp(row, nowNs);
    affected |= attempt.has(Attempt.AFFECTED);
    Revision revision = service.revisions[track.revision];
    track.ordinal = isInside(track.stage) ? revision.fleet.rows.at(track.instance).ordinal : -1;
    track.what = what(track, revision);
  }

  private boolean isUp(int row, long nowNs) {
    Attempt attempt = attempts.at(row);
    Instances rows = service.revisions[attempt.revision].fleet.rows;
    return rows.at(attempt.instance).readyNs <= nowNs;
  }

  private static boolean isInside(Stage stage) {
    return switch (stage) {
      case FREE, BACKOFF, QUEUED, BOUND -> false;
      default -> true;
    };
  }

  private String what(Track track, Revision revision) {
    String words =
        switch (track.stage) {
          case FREE -> "";
          case BACKOFF ->
            track.attempt == 1
                ? "waits in the message queue"
                : "pauses before attempt " + track.attempt;
          case QUEUED -> "waits in the platform's queue for an instance";
          case BOUND -> "waits for the instance that is started for it";
          case SERVICE ->
            !track.up
                ? "is inside, but the application is not ready yet"
                : track.query > 0
                    ? "works: waiting, and the second half of the processor work"
                    : "works: processor and waiting";
          case CPU_FIRST -> "works: first half of the processor work";
          case BORROW -> "waits for a database connection of the instance's pool";
          case POOLER -> "waits for a server connection of the pooler";
          case QUERY ->
            "query " + (track.query + 1) + " of "
                + service.spec.classes().get(attempts.at(track.row).classIndex).queries();
          case WAIT -> "waits for others than the database";
          case CPU_LAST -> "works: second half of the processor work";
          case BACKGROUND -> "works on after its reply";
        };
    return (track.clientGone ? "(the client has left) " : "")
        + (service.revisions.length > 1 ? revision.label() + ": " : "")
        + words;
  }

  private void close(Track track, long nowNs) {
    if (nowNs > track.sinceNs) {
      steps.add(new Step(track.sinceNs, nowNs, track.attempt, track.what, track.ordinal));
    }
  }
}
