package io.patchrank.web.jobs;

/** How a job stands. */
enum JobState {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
}
