"""The desk's queues of teachers and schools, and the accounts behind them."""

from accounts.admin.evidence import ValidationRuleAdmin
from accounts.admin.people import UserAdmin
from accounts.admin.schools import SchoolAdmin
from accounts.admin.teachers import TeacherAdmin

__all__ = ["SchoolAdmin", "TeacherAdmin", "UserAdmin", "ValidationRuleAdmin"]
