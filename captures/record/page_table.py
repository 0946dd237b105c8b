"""The table of page loads: addresses, names, pages and distances, each of them different on purpose.

Server TTLs of 255 are rare, because in such a capture the right answer to "how many routers?" and the mistaken
"it starts at 255" are one number. Page sizes and maximum segment sizes are chosen so that the second segment of the
response is sometimes the short last one and sometimes a full one, of many lengths.
"""

from __future__ import annotations

from .page_loads import PageLoad
from .plan import Place
from .scene import Page

PAGE_LOADS = (
    PageLoad(
        Place("192.0.2.37/26", "198.51.100.53/28", "203.0.113.80/27", 4, 2, 64, 64),
        "www.harbour.test",
        "edge3.cdn.example",
        Page(80, "/map.html", 1348),
    ),
    PageLoad(
        Place("198.51.100.9/28", "203.0.113.10/27", "192.0.2.26/28", 3, 3, 128, 64, 1400),
        "lantern.example",
        "",
        Page(80, "/", 3051),
    ),
    PageLoad(
        Place("203.0.113.130/25", "192.0.2.2/29", "198.51.100.145/27", 5, 2, 64, 128),
        "library.quill.test",
        "",
        Page(80, "/books/new.html", 2422),
        both_questions=True,
    ),
    PageLoad(
        Place("192.0.2.201/26", "203.0.113.130/26", "198.51.100.67/26", 2, 3, 128, 64, 1300),
        "maps.tern.example",
        "tern.hosting.test",
        Page(80, "/north.html", 1453),
    ),
    PageLoad(
        Place("198.51.100.77/27", "192.0.2.66/28", "203.0.113.210/28", 6, 2, 255, 64, 1000),
        "news.cobalt.test",
        "",
        Page(8080, "/today.html", 2804),
    ),
    PageLoad(
        Place("203.0.113.18/26", "198.51.100.25/27", "192.0.2.5/28", 3, 4, 64, 255, 1380),
        "shop.willow.example",
        "store.marble.test",
        Page(80, "/lamps.html", 1786),
        both_questions=True,
    ),
    PageLoad(
        Place("192.0.2.99/28", "198.51.100.195/27", "203.0.113.119/27", 4, 2, 128, 64),
        "photos.isle.pebble.test",
        "",
        Page(80, "/summer/beach.html", 2960),
    ),
    PageLoad(
        Place("198.51.100.250/26", "203.0.113.4/28", "192.0.2.33/28", 2, 2, 64, 128, 1340),
        "heron.test",
        "",
        Page(80, "/about.html", 1964),
    ),
    PageLoad(
        Place("203.0.113.66/25", "192.0.2.35/28", "198.51.100.188/26", 5, 3, 128, 64, 920),
        "wiki.juniper.example",
        "pages.canopy.test",
        Page(80, "/wiki/routers.html", 4035),
        both_questions=True,
    ),
    PageLoad(
        Place("192.0.2.6/29", "203.0.113.139/25", "198.51.100.74/29", 3, 2, 64, 64, 1200),
        "tickets.ferry.example",
        "",
        Page(8000, "/times.html", 1269),
    ),
    PageLoad(
        Place("198.51.100.145/27", "192.0.2.53/26", "203.0.113.244/28", 4, 5, 255, 128, 1280),
        "static.blog.saffron.test",
        "node7.relay.example",
        Page(80, "/posts/first.html", 3199),
    ),
    PageLoad(
        Place("203.0.113.34/24", "198.51.100.178/28", "192.0.2.99/26", 6, 2, 128, 64, 1440),
        "garden.orchid.test",
        "",
        Page(80, "/roses.html", 2235),
        both_questions=True,
    ),
    PageLoad(
        Place("198.51.100.171/28", "203.0.113.11/27", "192.0.2.14/28", 2, 3, 64, 64, 700),
        "weather.summit.example",
        "front.cumulus.test",
        Page(80, "/week.html", 3454),
    ),
    PageLoad(
        Place("192.0.2.88/25", "198.51.100.98/29", "203.0.113.51/27", 5, 2, 128, 64),
        "clover.example",
        "",
        Page(8080, "/luck.html", 1772),
    ),
    PageLoad(
        Place("203.0.113.53/26", "198.51.100.220/27", "192.0.2.165/27", 3, 2, 64, 128, 1220),
        "recipes.ginger.test",
        "cache2.pantry.example",
        Page(80, "/soup/leek.html", 2912),
        both_questions=True,
    ),
    PageLoad(
        Place("198.51.100.12/25", "192.0.2.54/28", "203.0.113.130/29", 4, 3, 128, 64, 1360),
        "music.otter.example",
        "",
        Page(80, "/songs.html", 1340),
    ),
    PageLoad(
        Place("192.0.2.229/27", "203.0.113.3/28", "198.51.100.78/28", 6, 2, 255, 64, 536),
        "archive.north.fjord.example",
        "",
        Page(8000, "/1989/letters.html", 3306),
    ),
    PageLoad(
        Place("203.0.113.117/26", "192.0.2.149/27", "198.51.100.202/26", 3, 4, 64, 64, 1420),
        "games.comet.test",
        "arcade.nebula.example",
        Page(80, "/scores.html", 2117),
        both_questions=True,
    ),
    PageLoad(
        Place("198.51.100.41/28", "203.0.113.67/26", "192.0.2.45/28", 2, 2, 128, 255, 840),
        "bakery.maple.test",
        "",
        Page(80, "/bread.html", 3193),
    ),
    PageLoad(
        Place("192.0.2.190/25", "198.51.100.20/28", "203.0.113.107/27", 5, 3, 64, 64),
        "radio.dune.example",
        "stream.oasis.test",
        Page(80, "/programme.html", 1971),
    ),
    PageLoad(
        Place("203.0.113.70/26", "198.51.100.186/29", "192.0.2.231/28", 4, 2, 128, 64, 1160),
        "birch.test",
        "",
        Page(8080, "/forest/index.html", 3616),
        both_questions=True,
    ),
    PageLoad(
        Place("198.51.100.22/27", "192.0.2.90/27", "203.0.113.19/28", 6, 2, 64, 128, 1240),
        "docs.api.falcon.example",
        "docs.perch.test",
        Page(80, "/v2/start.html", 2118),
    ),
    PageLoad(
        Place("192.0.2.162/25", "203.0.113.42/28", "198.51.100.60/26", 3, 5, 255, 64, 1100),
        "cinema.velvet.test",
        "screen4.curtain.example",
        Page(80, "/tonight.html", 3893),
    ),
    PageLoad(
        Place("203.0.113.108/27", "192.0.2.133/28", "198.51.100.156/28", 5, 2, 128, 64, 1320),
        "forum.beacon.example",
        "hub.signal.test",
        Page(80, "/topics/ports.html", 1574),
        both_questions=True,
    ),
)

PAGE_LOADS_IPV6 = (
    PageLoad(
        Place("2001:db8:1:a::37/64", "2001:db8:53::53/64", "2001:db8:80::50/64", 3, 2, 64, 64),
        "www.pelican.test",
        "edge5.anchor.example",
        Page(80, "/nest.html", 1536),
    ),
    PageLoad(
        Place("2001:db8:40::1:9/64", "2001:db8:5:1::a/64", "2001:db8:d1:9::1a/64", 5, 2, 128, 128, 1280),
        "meadow.example",
        "",
        Page(80, "/hay.html", 2499),
    ),
    PageLoad(
        Place("2001:db8:c0de:7::82/64", "2001:db8:aa:53::2/64", "2001:db8:cafe::91/64", 2, 3, 64, 64, 1220),
        "museum.amber.test",
        "",
        Page(8080, "/rooms/blue.html", 1782),
    ),
    PageLoad(
        Place("2001:db8:9:3::c9/64", "2001:db8:66::130/64", "2001:db8:2:8::43/64", 4, 2, 255, 64),
        "trains.valley.example",
        "front.switch.test",
        Page(80, "/north.html", 3259),
    ),
    PageLoad(
        Place("2001:db8:beef::4d/64", "2001:db8:1234::42/64", "2001:db8:f00d::d2/64", 6, 2, 128, 255, 1000),
        "chess.ivory.test",
        "",
        Page(80, "/openings.html", 2877),
    ),
    PageLoad(
        Place("2001:db8:77:1::12:5/64", "2001:db8:e:e::19/64", "2001:db8:3:16::5/64", 3, 4, 64, 64, 1380),
        "static.lab.copper.example",
        "node2.forge.test",
        Page(8000, "/ores.html", 2321),
    ),
)
