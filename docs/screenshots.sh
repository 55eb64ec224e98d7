#!/bin/sh
# Takes the pictures of docs/guide.md anew, of the real page with the sample gallery. Needs chromium and chromedriver
# (Debian: chromium, chromium-driver), a JDK and Maven as ./patchrank does. Arguments go to Maven.
set -eu
cd "$(dirname "$0")/.."
exec ./patchrank test -pl modules/web -am -Dtest=GuideScreenshots -Dsurefire.failIfNoSpecifiedTests=false \
    -Dpatchrank.screenshots="$PWD/docs/images" "$@"
