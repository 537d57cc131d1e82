package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** The words for what goes wrong with files. */
final class IoReasonTest {
  @Test
  void saysWhatHappenedAndNotWhichClassSaidSo() {
    assertEquals(
        "no space left on device", IoReason.of(new IOException("No space left on device")));
    assertEquals(
        "no space left on device",
        IoReason.of(new FileSystemException("/a/b", null, "No space left on device")));
    assertEquals("no such file or folder", IoReason.of(new NoSuchFileException("/a/b")));
    assertEquals("permission denied", IoReason.of(new AccessDeniedException("/a/b")));
    assertEquals(
        "exists already and is no folder", IoReason.of(new FileAlreadyExistsException("/a/b")));
    assertEquals("not a folder", IoReason.of(new NotDirectoryException("/a/b")));
    assertEquals("a link that leads to itself", IoReason.of(new FileSystemLoopException("/a/b")));
    assertEquals("ends too early", IoReason.of(new EOFException()));
    assertEquals("input or output error", IoReason.of(new FileSystemException("/a/b")));
    assertEquals("corrupt", IoReason.of(new IOException("Corrupt\nsecond line")));
  }
}
