"""Posts of two accounts that become one."""

from core.merging import USER, moves_once, moves_plainly

moves_plainly(USER, "contacts.supportunit.confirmed_by")
moves_once(USER, "contacts.supportpost.user", "unit")
