package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UserErrorTest {
  @Test
  void saysOfWhichRunItIs() {
    UserError one = UserError.output("out: is full").in("day 3");
    assertEquals("out: is full (day 3)", one.getMessage());
    assertEquals(UserError.Kind.OUTPUT, one.kind());
  }
}
