package dev.headroom.scaling.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The tables of the CloudWatch user guide, column "missing": 0 within, X breaching, - missing. */
final class MetricAlarmTest {
  @Test
  void threeOfThree() {
    assertEquals(AlarmState.OK, state("0-X-X", 3, 3));
    assertEquals(AlarmState.OK, state("0----", 3, 3));
    assertEquals(AlarmState.INSUFFICIENT_DATA, state("-----", 3, 3));
    assertEquals(AlarmState.ALARM, state("0XX-X", 3, 3));
    assertEquals(AlarmState.ALARM, state("--X--", 3, 3));
  }

  @Test
  void twoOfThree() {
    assertEquals(AlarmState.ALARM, state("0-X-X", 3, 2));
    assertEquals(AlarmState.ALARM, state("00X0X", 3, 2));
    assertEquals(AlarmState.OK, state("0-X--", 3, 2));
    assertEquals(AlarmState.OK, state("----0", 3, 2));
    assertEquals(AlarmState.ALARM, state("---X-", 3, 2));
  }

  @Test
  void firesWithTheLastDatapointNeededAndEndsWithTheFirstWithin() {
    assertEquals(AlarmState.INSUFFICIENT_DATA, alarm(3, 3).state());
    assertEquals(AlarmState.OK, state("0000XX", 3, 3));
    assertEquals(AlarmState.ALARM, state("000XXX", 3, 3));
    assertEquals(AlarmState.OK, state("0XXXX0", 3, 3));
    assertEquals(AlarmState.OK, state("0XXXXXXXXXXXXXX", 15, 15));
    assertEquals(AlarmState.ALARM, state("0XXXXXXXXXXXXXXX", 15, 15));
  }

  /** Datapoints that have left the range of five no longer keep it from having no data. */
  @Test
  void forgetsWhatIsOlderThanTheRange() {
    assertEquals(AlarmState.OK, state("0----", 3, 3));
    assertEquals(AlarmState.INSUFFICIENT_DATA, state("0-----", 3, 3));
  }

  @Test
  void theThresholdItselfBreachesOnlyWhereItSaysSo() {
    assertEquals(AlarmState.OK, new MetricAlarm(Comparison.GREATER, 5, 1, 1).add(5));
    assertEquals(AlarmState.ALARM, new MetricAlarm(Comparison.GREATER_OR_EQUAL, 5, 1, 1).add(5));
    assertEquals(AlarmState.OK, new MetricAlarm(Comparison.LESS, 5, 1, 1).add(5));
    assertEquals(AlarmState.ALARM, new MetricAlarm(Comparison.LESS_OR_EQUAL, 5, 1, 1).add(5));
    assertThrows(IllegalArgumentException.class, () -> alarm(2, 3));
  }

  private static AlarmState state(String datapoints, int periods, int datapointsToAlarm) {
    MetricAlarm alarm = alarm(periods, datapointsToAlarm);
    for (char c : datapoints.toCharArray()) {
      alarm.add(c == '-' ? Double.NaN : c == 'X' ? 10 : 1);
    }
    return alarm.state();
  }

  private static MetricAlarm alarm(int periods, int datapointsToAlarm) {
    return new MetricAlarm(Comparison.GREATER, 5, periods, datapointsToAlarm);
  }
}
