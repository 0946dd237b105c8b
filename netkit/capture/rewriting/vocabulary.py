"""Words that say nothing about anybody: protocols are spoken in them, and they stay where they stand."""

from __future__ import annotations

__all__ = ["VOCABULARY"]

_DOMAINS = """
com net org edu gov mil int info biz name arpa test example invalid localhost local onion home internal lan
in-addr ip6 e164 uri
"""
_SERVICES = """
_tcp _udp _sctp _dccp _tls _http _https _ftp _ssh _sip _sips _xmpp-client _xmpp-server _ldap _kerberos _kpasswd _imap _imaps
_pop3 _pop3s _submission _smtp _domainkey _dmarc _acme-challenge _dns-sd _services _ipp _printer _airplay _raop _smb _afpovertcp
_workstation _device-info _dns _adsp _spf _report
"""
_HTTP = """
get head post put delete connect options trace patch propfind notify search subscribe m-search http https ftp ws wss icy rtsp
host server user-agent accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-origin age allow
alt-svc authorization basic bearer digest cache-control connection content-disposition content-encoding content-language
content-length content-location content-range content-security-policy content-type cookie set-cookie date etag expect expires
forwarded from http2-settings if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive last-modified link
location max-forwards origin pragma proxy-authenticate proxy-authorization proxy-connection range referer refresh retry-after
sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol sec-websocket-version
strict-transport-security te trailer transfer-encoding upgrade upgrade-insecure-requests vary via www-authenticate x-forwarded-for
x-powered-by x-requested-with close chunked gzip deflate br zstd identity no-cache no-store max-age public private must-revalidate
bytes text html plain css javascript json xml image png jpeg gif svg webp application octet-stream multipart form-data charset
utf-8 iso ok created accepted no content moved permanently found see other not modified temporary redirect permanent bad request
unauthorized forbidden method allowed acceptable timeout conflict gone required precondition failed payload too large uri long
unsupported media type range satisfiable expectation internal error implemented gateway service unavailable version supported
partial continue switching protocols index websocket callback ext man mx nt nts seq sid soapaction st timeout usn ssdp
"""
_MAIL = """
ehlo helo mail rcpt data rset noop quit vrfy expn help starttls auth login plain to from size body 8bitmime smtputf8 pipelining
bdat last chunking dsn enhancedstatuscodes ready queued sender recipient end with
"""

VOCABULARY = frozenset(f"{_DOMAINS} {_SERVICES} {_HTTP} {_MAIL}".split())
"""In small letters."""
