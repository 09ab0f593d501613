# PostgreSQL with pgvector, started as the images of pgvector/pgvector are: with
# POSTGRES_PASSWORD, and everything kept below /var/lib/postgresql.
FROM koblingsboks-offline/postgres:base
ENV PATH=/usr/lib/postgresql/17/bin:$PATH PGDATA=/var/lib/postgresql/17/docker LANG=C.UTF-8
COPY postgres_entrypoint.sh /usr/local/bin/
RUN rm -rf /var/lib/postgresql/* && chown postgres:postgres /var/lib/postgresql && \
    install -d -o postgres -g postgres /run/postgresql
USER postgres
VOLUME /var/lib/postgresql
EXPOSE 5432
# Fast: roll back what is open and leave a clean state.
STOPSIGNAL SIGINT
ENTRYPOINT ["postgres_entrypoint.sh"]
CMD ["postgres"]
