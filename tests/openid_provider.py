"""An OpenID provider for the tests: a process of its own that signs in whomever it is told to.

`python -m tests.openid_provider` prints its address. `/control` takes JSON: the claims of the person
at the provider's keyboard, and what it does wrong, such as {"wrong": {"nonce": "another"}}.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "portal", "the-portals-secret"
ANSWERS = {}
TOKENS = {}
STATE = {"claims": {}, "wrong": {}}


class Provider(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def form(self):
        return self.rfile.read(int(self.headers["Content-Length"])).decode()

    def do_GET(self):
        parts = urlsplit(self.path)
        pages = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": self.jwks,
            "/authorize": lambda: self.authorize(dict(parse_qsl(parts.query))),
            "/userinfo": self.userinfo,
        }
        pages.get(parts.path, lambda: self.answer({}, 404))()

    def do_POST(self):
        if self.path == "/control":
            STATE.update(json.loads(self.form()))
            self.answer({})
        else:
            self.token(dict(parse_qsl(self.form())))

    def configuration(self):
        names = ("authorize", "token", "userinfo", "jwks")
        authorize, token, userinfo, jwks = (f"{self.issuer}/{name}" for name in names)
        self.answer(
            {
                "issuer": self.issuer,
                "authorization_endpoint": authorize,
                "token_endpoint": token,
                "userinfo_endpoint": userinfo,
                "jwks_uri": jwks,
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def jwks(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.answer({"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]})

    def authorize(self, asked):
        code = secrets.token_urlsafe()
        ANSWERS[code] = asked
        self.send_response(302)
        query = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{query}")
        self.end_headers()

    def token(self, given):
        asked = ANSWERS.pop(given.get("code"), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked.get("code_challenge") != challenge
            or asked.get("code_challenge_method") != "S256"
            or given["redirect_uri"] != asked["redirect_uri"]
            or (given["client_id"], given["client_secret"]) != (CLIENT, SECRET)
        ):
            return self.answer({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= {"nonce": asked.get("nonce"), "jti": secrets.token_hex()} | STATE["claims"]
        claims |= {key: value for key, value in STATE["wrong"].items() if key in claims}
        key = FOREIGN_KEY if "signature" in STATE["wrong"] else KEY
        access = secrets.token_urlsafe()
        TOKENS[access] = STATE["claims"] | STATE["wrong"].get("userinfo", {})
        id_token = jwt.encode(claims, key, "RS256", headers={"kid": "one"})
        return self.answer({"access_token": access, "token_type": "Bearer", "id_token": id_token})

    def userinfo(self):
        self.answer(TOKENS[self.headers["Authorization"].removeprefix("Bearer ")])


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
