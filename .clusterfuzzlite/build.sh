#!/bin/bash -eu
# One build for both services.
exec Fuzz/oss-fuzz/build.sh
