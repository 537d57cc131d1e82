/**
 * Many scenarios that have nothing to do with each other, such as all functions of an account, each
 * run for itself and told in one table.
 *
 * <p>Imports {@code replication} and what it stands on. Open {@link
 * dev.headroom.functions.Functions} first.
 */
package dev.headroom.functions;
