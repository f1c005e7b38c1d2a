#!/bin/sh
# Prints the configuration of an nginx that stands before several copies of the app:
#
#   COPIES="172.31.240.11:8501 172.31.240.12:8501" HOSTS=lab.example.org sh nginx.sh > nginx.conf
#
# docs/hosting.md says what each setting does. The same configuration runs in compose.yaml and in the tests.
set -eu

: "${COPIES:?the addresses of the copies, with spaces between them, such as 172.31.240.11:8501}"
: "${HOSTS:=localhost}"
: "${PORT:=8080}"
: "${FOLDER:=/tmp}"
: "${TRUSTED_PROXIES:=}"
: "${CERTIFICATE:=}"
: "${CERTIFICATE_KEY:=}"
: "${COOKIE:=SameSite=Lax}"
: "${CONNECTIONS_PER_ADDRESS:=4000}"
: "${REQUESTS_PER_ADDRESS:=400}"
: "${UPLOADS_PER_ADDRESS:=20}"
: "${HEAD_SECONDS:=10}"
: "${ACCESS_LOG:=/dev/stdout plain}"
: "${PROCESSES:=auto}"

SERVER_OPTIONS="max_fails=1 fail_timeout=5s"
LISTEN="$PORT"
TLS=""
if [ -n "$CERTIFICATE" ]; then
  LISTEN="$PORT ssl http2"
  COOKIE="$COOKIE; Secure"
  TLS="ssl_certificate $CERTIFICATE; ssl_certificate_key $CERTIFICATE_KEY; ssl_protocols TLSv1.2 TLSv1.3;"
fi

# A new visitor goes to the copy with the fewest connections. From then on a cookie says which copy it was; the others
# take over while that one does not answer, and the cookie then says which of them did.
upstreams() {
  echo "upstream everyone { zone everyone 128k; least_conn;"
  for address in $COPIES; do echo "  server $address $SERVER_OPTIONS;"; done
  echo "}"
  number=0
  for first in $COPIES; do
    number=$((number + 1))
    echo "upstream copy$number { zone copy$number 128k; server $first $SERVER_OPTIONS;"
    for address in $COPIES; do
      [ "$address" = "$first" ] || echo "  server $address $SERVER_OPTIONS backup;"
    done
    echo "}"
  done
}

maps() {
  echo 'map $cookie_copy $copies { default everyone;'
  number=0
  for address in $COPIES; do
    number=$((number + 1))
    echo "  $number copy$number;"
  done
  echo '}'
  # Where several were tried, the last one has answered.
  echo 'map $upstream_addr $answering { default "";'
  number=0
  for address in $COPIES; do
    number=$((number + 1))
    echo "  \"~(^|, )$(echo "$address" | sed 's/\./\\./g')\$\" $number;"
  done
  echo '}'
  echo 'map "$cookie_copy>$answering" $new_cookie {'
  echo "  default \"copy=\$answering; Path=/; HttpOnly; $COOKIE\";"
  echo '  "~^(?<known>.*)>(?P=known)$" "";'
  echo '  "~>$" "";'
  echo '}'
}

trusted() {
  for address in $TRUSTED_PROXIES; do echo "set_real_ip_from $address;"; done
  [ -z "$TRUSTED_PROXIES" ] || echo "real_ip_header X-Forwarded-For; real_ip_recursive on;"
}

cat <<END
worker_processes $PROCESSES;
worker_rlimit_nofile 32768;
pid $FOLDER/nginx.pid;
# Lesser faults name a visitor's address and query; the log below says of each request what the copies answered.
error_log stderr crit;
events { worker_connections 16384; }

http {
  client_body_temp_path $FOLDER/body;
  proxy_temp_path $FOLDER/proxy;
  fastcgi_temp_path $FOLDER/fastcgi;
  uwsgi_temp_path $FOLDER/uwsgi;
  scgi_temp_path $FOLDER/scgi;
  server_tokens off;
  default_type text/plain;

  # No address, no query: a query is what a visitor has set.
  log_format plain escape=json '{"time":"\$time_iso8601","method":"\$request_method","path":"\$uri","status":\$status,'
    '"bytes":\$bytes_sent,"seconds":\$request_time,"copy":"\$answering","answered":"\$upstream_status","cache":"\$upstream_cache_status"}';
  access_log $ACCESS_LOG;

$(trusted)

  # Half-sent requests, and readers that stopped reading.
  client_header_timeout ${HEAD_SECONDS}s;
  client_body_timeout ${HEAD_SECONDS}s;
  send_timeout 30s;
  keepalive_timeout 30s;
  reset_timedout_connection on;
  # An address may be 8,000 letters long; it also stands in the Referer.
  large_client_header_buffers 8 16k;
  client_max_body_size 64k;

  # For each address, which may be that of a whole school: a class of hundreds that opens the same link fits in.
  limit_conn_zone \$binary_remote_addr zone=connections:2m;
  limit_req_zone \$binary_remote_addr zone=requests:2m rate=${REQUESTS_PER_ADDRESS}r/s;
  limit_req_zone \$binary_remote_addr zone=uploads:2m rate=${UPLOADS_PER_ADDRESS}r/s;
  limit_conn connections $CONNECTIONS_PER_ADDRESS;
  limit_conn_status 429;
  limit_req_status 429;

  # The app compresses what it sends; this is for the rest.
  gzip on;
  gzip_proxied any;
  gzip_vary on;
  gzip_types text/css text/javascript application/javascript application/json image/svg+xml;
  proxy_cache_path $FOLDER/assets keys_zone=assets:2m max_size=128m inactive=30d use_temp_path=off;

  map \$http_upgrade \$upgrading { default upgrade; "" close; }
  map \$http_accept_encoding \$packing { default ""; ~gzip gzip; }
  # The app sends its own; these are for what nginx answers by itself.
  map \$upstream_http_content_security_policy \$policy { default ""; "" "default-src 'none'; frame-ancestors 'self'"; }
  map \$upstream_http_x_content_type_options \$nosniff { default ""; "" nosniff; }
  map \$scheme \$https_only { default ""; https "max-age=31536000"; }

$(maps)

$(upstreams)

  proxy_http_version 1.1;
  proxy_set_header Host \$http_host;
  proxy_set_header Upgrade \$http_upgrade;
  proxy_set_header Connection \$upgrading;
  proxy_set_header X-Forwarded-For \$remote_addr;
  proxy_set_header X-Forwarded-Proto \$scheme;
  proxy_set_header Forwarded "";
  proxy_connect_timeout 2s;
  # The app pings each open page every 30 seconds.
  proxy_read_timeout 90s;
  proxy_send_timeout 90s;
  proxy_buffer_size 16k;
  proxy_buffers 16 16k;

  server {
    listen $LISTEN default_server;
    $TLS
    # What asks by the machine's own address whether anyone is there, such as a load balancer.
    location = /_stcore/health { proxy_pass http://everyone; }
    location / { return 421; }
  }

  server {
    listen $LISTEN;
    $TLS
    server_name $HOSTS;
    add_header Content-Security-Policy \$policy always;
    add_header X-Content-Type-Options \$nosniff always;
    add_header Strict-Transport-Security \$https_only always;
    add_header Set-Cookie \$new_cookie always;
    error_page 502 504 = @away;

    location / {
      limit_req zone=requests burst=8000 nodelay;
      proxy_pass http://\$copies;
    }

    # Named by what is in them: every copy has the same, and nobody need ask twice.
    location /static/ {
      proxy_cache assets;
      proxy_cache_key \$packing\$uri;
      proxy_cache_lock on;
      proxy_cache_use_stale error timeout updating;
      proxy_set_header Host \$http_host;
      proxy_set_header Connection close;
      proxy_set_header Accept-Encoding \$packing;
      proxy_set_header Cookie "";
      proxy_set_header Referer "";
      add_header X-Cache \$upstream_cache_status;
      proxy_pass http://everyone;
    }

    # A page that has lost its connection asks this first, and gives up after 15 seconds: a copy that hangs is left before.
    location ~ ^/_stcore/(health|host-config)\$ {
      limit_req zone=requests burst=8000 nodelay;
      proxy_read_timeout 8s;
      proxy_pass http://\$copies;
    }

    location /_stcore/upload_file/ {
      limit_req zone=uploads burst=600 nodelay;
      client_max_body_size 11m;
      proxy_pass http://\$copies;
    }

    # For those who run it: they ask each copy itself.
    location = /_stcore/metrics { return 404; }

    location @away {
      internal;
      default_type text/html;
      add_header Retry-After 5 always;
      add_header Content-Security-Policy "default-src 'none'; frame-ancestors 'self'" always;
      return 503 "<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=5><title>One moment</title><p>The server is starting again. This page comes back by itself; its address keeps what you have set.";
    }
  }
}
END
