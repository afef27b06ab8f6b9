"""Technology that the assessment rules out (PIA-9.3-1), named by the packages and browser interfaces that bring it."""

from __future__ import annotations

import re

UNWANTED_PACKAGES = {
    "face recognition": ("face-recognition", "dlib", "deepface", "insightface", "mediapipe", "opencv-python"),
    "location tracking": ("geocoder", "geopy", "geoip2", "gpsd-py3", "traccar"),
    "scraping": ("scrapy", "selenium", "beautifulsoup4", "mechanize", "snscrape", "newspaper3k"),
    "prediction of behaviour": ("torch", "tensorflow", "keras", "scikit-learn", "xgboost", "transformers"),
}
UNWANTED_IN_PAGES = ("navigator.geolocation", "getUserMedia", "FaceDetector", "sendBeacon")

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def unwanted(lock: str) -> list[str]:
    """Return one sentence for each package of a lock file that brings technology the assessment rules out."""
    locked = {re.sub(r"[-_.]+", "-", name).lower() for name in _LOCKED.findall(lock)}
    return [
        f"{package} brings {technology}, which the assessment rules out (PIA-9.3-1)."
        for technology, packages in UNWANTED_PACKAGES.items()
        for package in packages
        if package in locked
    ]


def unwanted_in_page(source: str) -> list[str]:
    """Return one sentence for each browser interface in a script or template that would follow a person."""
    return [f"{name} is not to be used (PIA-9.3-1)." for name in UNWANTED_IN_PAGES if name in source]
