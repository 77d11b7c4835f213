FROM node:24-slim AS assets
WORKDIR /site
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.12-slim AS build
WORKDIR /site
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/build.txt requirements/production.txt requirements/
# docopt has no wheel: what builds it is pinned as well.
RUN pip install --require-hashes -r requirements/build.txt \
    && pip install --require-hashes --no-build-isolation --only-binary=:all: --no-binary=docopt -r requirements/production.txt \
    && pip uninstall --yes setuptools
COPY . .
COPY --from=assets /site/node_modules node_modules
RUN python -m embedded.assets
RUN SECRET_KEY=only-to-collect-files DJANGO_SETTINGS_MODULE=config.settings.base python manage.py collectstatic --no-input
# The local servers and their tools are not for here.
RUN rm -r node_modules embedded requirements config/settings/local.py config/settings/test.py
RUN python -m compileall -q .

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONPATH=/site PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000
WORKDIR /site
COPY --from=build /venv /venv
COPY --from=build /site /site
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["/site/deployment/start"]
CMD ["granian", "--interface=wsgi", "--no-ws", "--workers=2", "--blocking-threads=8", "--respawn-failed-workers", \
    "--workers-kill-timeout=30", "--log-config=config/granian.json", "config.wsgi:application"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "config.probe", "web"]
