/**
 * Platforms and price books as data: what {@code models/} says, read, checked and cited.
 *
 * <p>Imports {@code core} and {@code config}. Open {@link dev.headroom.platform.PlatformModel}
 * first; a new platform that needs no new mechanism is one YAML file.
 */
package dev.headroom.platform;
