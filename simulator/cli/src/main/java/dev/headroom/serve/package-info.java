/**
 * The what-if page: a small HTTP server on the loopback address, and the page under resources
 * {@code serve/}. It stands on the engine's public packages only and adds nothing to a result: what
 * the page shows is what {@code headroom run} prints for the YAML beside it.
 *
 * <p>{@link dev.headroom.serve.WhatIfServer} first; {@link dev.headroom.serve.Session} does the
 * work of a page, {@link dev.headroom.serve.Board} turns sliders into a scenario.
 */
package dev.headroom.serve;
