/**
 * The typed configuration: one record a component, its defaults and limits written on the record itself.
 *
 * <p>A value is taken from the command line, else the environment, else the YAML file, else the default. Files are read
 * as SnakeYAML nodes, limits are Jakarta Validation constraints, and the records are bound in one pass that collects
 * every mistake with its place: mapping libraries that were tried report values of the wrong type and values out of
 * range in separate rounds, lose line numbers, and cannot bind records.
 */
@NullMarked
package io.patchrank.pipeline.config;

import org.jspecify.annotations.NullMarked;
