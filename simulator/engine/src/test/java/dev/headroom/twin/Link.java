package dev.headroom.twin;

/** A connection, as whoever asked for it sees it. */
interface Link {
  /** Ends it. */
  void close();

  /** Its way is cut, or its client gone without a word: the other side learns it late. */
  void cut();

  /** Hears what becomes of a connection that it asked for, later and never at once. */
  interface Caller {
    void opened(Link link);

    void refused(Link link);

    /** The other side has ended it. */
    void lost(Link link);
  }

  /** What can be connected to. */
  interface Target {
    Link open(Caller caller);

    /** After so long unused the way is cut; the end of time for never. */
    default long idleCutNs() {
      return Long.MAX_VALUE;
    }
  }

  /** A proxy that keeps nothing: the server's own connections, which take longer to set up. */
  record Tunnel(World world, Target server, long latencyNs) implements Target {
    @Override
    public Link open(Caller caller) {
      return server.open(new Caller() {
        @Override
        public void opened(Link link) {
          world.after(latencyNs, () -> caller.opened(link));
        }

        @Override
        public void refused(Link link) {
          caller.refused(link);
        }

        @Override
        public void lost(Link link) {
          caller.lost(link);
        }
      });
    }

    @Override
    public long idleCutNs() {
      return server.idleCutNs();
    }
  }
}
