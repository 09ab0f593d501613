# In Mailpit's place: a mail server at the same port that delivers everything into one Maildir.
FROM koblingsboks-offline/mailbox:base
RUN useradd --system --home-dir /data --no-create-home mailbox && install -d -o mailbox /data
USER mailbox
VOLUME /data
EXPOSE 1025
CMD ["python3", "-m", "aiosmtpd", "--nosetuid", "--listen", "0.0.0.0:1025", "--smtputf8", \
     "--class", "aiosmtpd.handlers.Mailbox", "/data/mailbox"]
