"""How gunicorn serves the portal in a container. WEB_CONCURRENCY sets the number of processes."""

bind = "0.0.0.0:8000"  # inside a container, behind nginx
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 75  # longer than nginx keeps its idle connections
max_requests = 2000
max_requests_jitter = 400
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- heartbeats, which a slow disk must not delay
forwarded_allow_ips = "*"  # only nginx can reach this port
