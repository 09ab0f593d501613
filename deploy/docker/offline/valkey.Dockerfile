# Valkey, started as the images of valkey/valkey are: data in /data, open to its network.
FROM koblingsboks-offline/valkey:base
RUN install -d -o valkey -g valkey /data
USER valkey
VOLUME /data
WORKDIR /data
EXPOSE 6379
CMD ["valkey-server", "--protected-mode", "no"]
