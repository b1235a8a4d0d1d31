# Curbside in a container. compose.yaml beside it adds the proxy that gets a certificate.
# The Python is the one that the tests run on.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.txt .
# Wheels alone, each of a known hash: nothing is compiled here, and no package's own code runs.
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes \
       -r requirements.txt
COPY bot /opt/curbside/bot
COPY cogs /opt/curbside/cogs
COPY adapters /opt/curbside/adapters
COPY LICENSE NOTICE /opt/curbside/
RUN printf '#!/bin/sh\nexec /opt/venv/bin/python -m bot "$@"\n' > /opt/curbside/curbside \
    && chmod 0755 /opt/curbside/curbside \
    && /opt/venv/bin/python -m compileall -q /opt/curbside /opt/venv/lib

FROM python:3.11-slim
RUN python -m pip uninstall --quiet --yes pip setuptools wheel \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin curbside \
    && install -d -o curbside -g curbside -m 0700 /data
COPY --from=build /opt /opt
ENV PATH=/opt/curbside:$PATH \
    PYTHONPATH=/opt/curbside \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CURBSIDE_DATA=/data \
    CURBSIDE_BACKUP__FOLDER=/data/backups \
    CURBSIDE_WEB__HOST=0.0.0.0
WORKDIR /opt/curbside
USER curbside
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["/opt/venv/bin/python", "-c", "import urllib.request as u; assert u.urlopen('http://127.0.0.1:8420/healthz', timeout=4).read() == b'curbside'"]
ENTRYPOINT ["curbside"]
CMD ["run"]
