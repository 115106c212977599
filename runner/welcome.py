"""What `./run` prints when the portal is ready."""

PASSWORD = "twinning-demo-2026"  # noqa: S105 -- of invented people, printed for everybody
SIGN_INS = (
    ("ana@demo.example", "teacher in Spain, founder of a running project"),
    ("luca@demo.example", "teacher in Italy, Ana's co-founder"),
    ("maja@demo.example", "teacher in Poland, connected with Ana"),
    ("carmen@demo.example", "registered in Spain, waiting for validation"),
    ("valencia@demo.example", "regional representative, Valencian Community"),
    ("nss.es@demo.example", "National Support Organisation, Spain"),
    ("nss.it@demo.example", "National Support Organisation, Italy"),
    ("css@demo.example", "Central Support Service"),
)


def welcome(address: str, *, has_demo: bool) -> str:
    lines = ["", f"The portal is ready:  {address}", ""]
    if has_demo:
        width = max(len(name) for name, _ in SIGN_INS)
        lines += [f"Sign in as one of these, each with the password {PASSWORD}", ""]
        lines += [f"  {name:<{width}}  {who}" for name, who in SIGN_INS]
        lines += ["", "The last four are asked for a code as well:"]
        lines += ["  ./run manage demo_code nss.es@demo.example"]
        lines += ["", f"No e-mail leaves this machine. Read them at {address}demo/mail/", ""]
    return "\n".join([*lines, "Ctrl-C stops everything and keeps the data.", ""])
