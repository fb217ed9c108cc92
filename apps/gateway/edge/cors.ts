/** Bots in browsers: every origin may call, since nothing here depends on cookies or on the caller's network. */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'WWW-Authenticate, Payment-Receipt, Link, Next-Cursor, Action-Id, Location, Retry-After, ETag, Preference-Applied, Task-Id, Task-State',
} as const;

export const preflightHeaders = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'access-control-allow-headers':
    'Content-Type, Authorization, Macaroon, Grpc-Metadata-Macaroon, Idempotency-Key, Prefer, Task-Key, If-None-Match, Accept-Authenticate, WWW-Authenticate, Payment-Receipt',
  'access-control-max-age': '86400',
} as const;
