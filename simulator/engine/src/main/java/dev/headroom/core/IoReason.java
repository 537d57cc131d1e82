package dev.headroom.core;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why reading or writing failed, in the words of a message to the user. */
public final class IoReason {
  private IoReason() {}

  /** Such as {@code no space left on device}; one line, without the file's name. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already and is no folder";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof FileSystemLoopException) {
      return "a link that leads to itself";
    }
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    if (said == null || said.isBlank()) {
      return e instanceof EOFException ? "ends too early" : "input or output error";
    }
    String line = said.strip().lines().findFirst().orElse("");
    return Character.toLowerCase(line.charAt(0)) + line.substring(1);
  }
}
