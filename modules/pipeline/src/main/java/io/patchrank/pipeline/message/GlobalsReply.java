package io.patchrank.pipeline.message;

import java.util.List;

public record GlobalsReply(List<float[]> globals) {}
