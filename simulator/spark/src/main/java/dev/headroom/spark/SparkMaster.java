package dev.headroom.spark;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Spark's master is.
 *
 * @param url as Spark writes it
 */
record SparkMaster(String url) {
  private static final Pattern LOCAL = Pattern.compile("local(\\[(\\*|[1-9]\\d{0,3})])?");
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:(\\d{1,5})");
  private static final Pattern OTHERS = Pattern.compile("yarn|k8s://.+");
  private static final int PATIENCE_MS = 5_000;

  SparkMaster {
    if (!LOCAL.matcher(url).matches()
        && !STANDALONE.matcher(url).matches()
        && !OTHERS.matcher(url).matches()) {
      throw UserError.invalid("--master: " + url
          + "; allowed: local[4], local[*] or spark://HOST:PORT, e.g. spark://10.0.0.1:7077");
    }
  }

  /** Whether it is this process. */
  boolean isLocal() {
    return LOCAL.matcher(url).matches();
  }

  /** Whether nobody but this machine has to do with it. */
  boolean isLoopback() {
    return isLocal() || url.startsWith("spark://127.") || url.startsWith("spark://localhost:");
  }

  /**
   * Whether somebody listens there: Spark itself would try for a minute.
   *
   * @throws UserError where nobody does
   */
  void check() {
    Matcher standalone = STANDALONE.matcher(url);
    if (!standalone.matches()) {
      return;
    }
    String reason = "";
    for (String each : standalone.group(1).split(",", -1)) {
      Matcher address = ADDRESS.matcher(each);
      if (!address.matches() || Integer.parseInt(address.group(2)) > 0xffff) {
        throw UserError.invalid(
            "--master: " + url + "; '" + each + "' is no HOST:PORT, e.g. spark://10.0.0.1:7077");
      }
      InetSocketAddress host =
          new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)));
      if (host.isUnresolved()) {
        reason = "no such host";
        continue;
      }
      try (Socket socket = new Socket()) {
        socket.connect(host, PATIENCE_MS);
        return;
      } catch (IOException e) {
        reason = IoReason.of(e);
      }
    }
    throw UserError.input("--master: " + url + ": no master of Spark answers: " + reason);
  }
}
