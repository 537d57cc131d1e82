/**
 * A finished result in other tools' formats: OpenMetrics, Infracost's usage file, a k6 script.
 *
 * <p>All of them are made from the saved result alone. Open {@link dev.headroom.export.LoadScript}
 * first: it turns a prediction into a test that can fail.
 */
package dev.headroom.export;
