package io.patchrank.web.security;

/** What a caller may do. */
public enum Access {
    NONE,
    /** Ask. */
    READ,
    /** Ask, and change the gallery. */
    WRITE
}
