# Caddy, started as the images of caddy are: with /etc/caddy/Caddyfile.
FROM koblingsboks-offline/caddy:base
RUN install -d -o caddy -g caddy /data /config
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config
VOLUME /data /config
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
