#!/bin/sh
# A Java worker of Beam's, as a pool of workers starts it (worker_pool_main --container_executable THIS): endpoints come as
# options, Beam's class wants them in the environment. NEWSBEAM_FLINK_JOB_SERVER names the jar with the classes.
for option in "$@"; do
    case "$option" in
        --id=*) export HARNESS_ID="${option#*=}" ;;
        --logging_endpoint=*) export LOGGING_API_SERVICE_DESCRIPTOR="url: \"${option#*=}\"" ;;
        --control_endpoint=*) export CONTROL_API_SERVICE_DESCRIPTOR="url: \"${option#*=}\"" ;;
    esac
done
export PIPELINE_OPTIONS='{}'
exec java -Xmx256m -cp "$NEWSBEAM_FLINK_JOB_SERVER" org.apache.beam.fn.harness.FnHarness
