package dev.headroom.database;

/** A growing first-in-first-out queue of (id, ticket) pairs. */
final class IntRing {
  private int[] id = new int[4];
  private int[] ticket = new int[4];
  private int head;
  private int size;

  int size() {
    return size;
  }

  void add(int newId, int newTicket) {
    if (size == id.length) {
      grow();
    }
    int i = (head + size++) & (id.length - 1);
    id[i] = newId;
    ticket[i] = newTicket;
  }

  int headId() {
    return id[head];
  }

  int headTicket() {
    return ticket[head];
  }

  void removeHead() {
    head = (head + 1) & (id.length - 1);
    size--;
  }

  void clear() {
    head = 0;
    size = 0;
  }

  private void grow() {
    int[] newId = new int[size * 2];
    int[] newTicket = new int[size * 2];
    for (int i = 0; i < size; i++) {
      int from = (head + i) & (id.length - 1);
      newId[i] = id[from];
      newTicket[i] = ticket[from];
    }
    id = newId;
    ticket = newTicket;
    head = 0;
  }
}
