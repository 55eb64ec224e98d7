package io.patchrank.pipeline.message;

import io.patchrank.api.feature.LocalDescriptors;
import java.util.List;

public record LocalsReply(List<LocalDescriptors> locals) {}
