/**
 * Sweeps and many functions on Apache Spark: the commands of the command line, with other machines
 * as workers.
 *
 * <p>{@link dev.headroom.spark.SparkWorkers} sends a {@link dev.headroom.replication.Work} and the
 * numbers of its parts, a batch of them to each task, and hands on what comes back; everything else
 * is the local command's. Nothing depends on this module, and only the profile {@code spark} builds
 * it. Open {@code SparkWorkers} first.
 */
package dev.headroom.spark;
