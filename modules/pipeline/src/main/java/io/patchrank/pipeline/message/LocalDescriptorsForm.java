package io.patchrank.pipeline.message;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How {@code LocalDescriptors} are written: their fields, without the derived count of valid rows. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonIgnoreProperties("valid")
abstract class LocalDescriptorsForm {
    @JsonCreator
    LocalDescriptorsForm(
            @JsonProperty("dimension") int dimension,
            @JsonProperty("x") float[] x,
            @JsonProperty("y") float[] y,
            @JsonProperty("scale") float[] scale,
            @JsonProperty("weight") float[] weight,
            @JsonProperty("padding") boolean[] padding,
            @JsonProperty("values") float[] values) {}
}
