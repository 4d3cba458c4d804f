# Verifies a DSSE envelope by securesystemslib: verify.py PUBLIC.pem ENVELOPE.json
import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from securesystemslib.signer import Signature, SSlibKey

with open(sys.argv[1], "rb") as file:
    public = load_pem_public_key(file.read())
with open(sys.argv[2], "rb") as file:
    envelope = json.load(file)

keyid = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
if isinstance(public, ec.EllipticCurvePublicKey):
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    key = SSlibKey(keyid, "ecdsa", "ecdsa-sha2-nistp256", {"public": pem})
else:
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = SSlibKey(keyid, "ed25519", "ed25519", {"public": raw.hex()})

try:
    # From 0.28 on the library has the envelope too.
    from securesystemslib.dsse import Envelope

    verified = Envelope.from_dict(envelope).verify([key], 1)
    if keyid not in verified:
        sys.exit("not verified")
except ImportError:
    type_, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
    message = b"DSSEv1 %d %b %d %b" % (len(type_), type_, len(payload), payload)
    for each in envelope["signatures"]:
        key.verify_signature(Signature(each["keyid"], base64.b64decode(each["sig"]).hex()), message)

print("verified by", keyid)
