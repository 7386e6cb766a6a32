"""The record of alerts, its publishing, its pages."""
