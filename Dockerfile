# crparse with the programs that it calls, for machines on which nothing else is to be installed:
#   docker build -t crparse .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/minutes" crparse build . --output corpus
#   docker run --rm -p 127.0.0.1:8765:8765 crparse serve --host 0.0.0.0
FROM python:3.12-slim-bookworm

# Debian keeps one version of each package in a release: one that is pinned is gone with the next correction.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libreoffice-writer-nogui \
        tesseract-ocr \
        tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/crparse
COPY . .
ENV PIP_NO_CACHE_DIR=1
RUN scripts/set_up.sh /opt/crparse/.venv encoder,export,heic,serve,view

# Whoever runs it may be another user, who has no home of his own here: what is kept for the next time
# (recognised pages) goes with the container.
ENV HOME=/tmp \
    PATH=/opt/crparse/.venv/bin:$PATH
USER 65534:65534
WORKDIR /minutes
EXPOSE 8765
ENTRYPOINT ["crparse"]
CMD ["--help"]
