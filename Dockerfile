# One image: worker of any portable runner, launcher of the Dataflow Flex Template, and the command line.
#   docker build -t REGISTRY/newsbeam .
FROM apache/beam_python3.11_sdk:2.77.0 AS beam
FROM gcr.io/dataflow-templates-base/python311-template-launcher-base:latest AS launcher

FROM python:3.11-slim
COPY --from=beam /opt/apache/beam /opt/apache/beam
COPY --from=launcher /opt/google/dataflow/python_template_launcher /opt/google/dataflow/python_template_launcher

WORKDIR /opt/newsbeam
COPY . .
# The workers use what is installed here and fetch nothing when they start.
RUN pip install --no-cache-dir ".[gcp,aws,kafka]" && pip check

ENV OMP_NUM_THREADS=1 \
    FLEX_TEMPLATE_PYTHON_PY_FILE=/opt/newsbeam/pipeline/runners/flex.py \
    RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT=1
ENTRYPOINT ["/opt/apache/beam/boot"]
