"""The record is history: it says who did a thing, under the account with which it was done."""

from core.merging import stays

stays("history is never edited", "core.activity.by", "admin.logentry.user")
