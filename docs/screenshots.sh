#!/bin/sh
# Takes the pictures of docs/guide.md anew, of the real page with the sample gallery. Needs chromium and chromedriver
# (Debian: chromium, chromium-driver), a JDK and Maven as ./patchrank does.
set -eu
cd "$(dirname "$0")/.."
exec mvn -B -ntp -q -pl modules/web -am test -Dtest=GuideScreenshots -Dsurefire.failIfNoSpecifiedTests=false \
    -Dpatchrank.screenshots="$PWD/docs/images" "$@"
