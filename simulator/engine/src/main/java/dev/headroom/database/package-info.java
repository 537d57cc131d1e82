/**
 * The database behind a service: server slots, pools inside instances, a pooler between.
 *
 * <p>The flow of a connection is pool -> (pooler ->) server. Attempts are ids of the engine; the
 * package reports through {@link dev.headroom.database.DatabaseListener} and knows nothing of
 * requests. Imports {@code core} and {@code config}. Open {@link
 * dev.headroom.database.DatabaseServer} first.
 */
package dev.headroom.database;
