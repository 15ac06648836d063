//! Where the harvester may connect: public addresses, and hosts that the configuration names.
//!
//! Nothing that stands in an answer can make it reach the local network. The resolver hands out
//! only addresses that were checked, and the connection goes to the very address it handed out,
//! so that a name cannot be checked with one address and used with another.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Hosts that the configuration names; they may stand on the local network.
#[derive(Debug, Clone, Default)]
pub struct NamedHosts(Arc<BTreeSet<String>>);

impl NamedHosts {
    /// The hosts of configured addresses.
    pub fn of<'a>(urls: impl Iterator<Item = &'a Url>) -> Self {
        Self(Arc::new(urls.filter_map(Url::host_str).map(plain).collect()))
    }

    /// The same and a proxy's host, for the resolver alone: the way there may be local, but no
    /// answer may lead to it.
    pub(crate) fn with_proxy(&self, proxy: Option<&str>) -> Self {
        let proxy = proxy.and_then(|proxy| Url::parse(proxy).ok());
        let host = proxy.as_ref().and_then(Url::host_str).map(plain);
        Self(Arc::new(self.0.iter().cloned().chain(host).collect()))
    }

    fn contains(&self, host: &str) -> bool {
        self.0.contains(&plain(host))
    }

    /// Whether an address may be asked. A name is checked again when it is resolved.
    pub fn allow(&self, url: &Url) -> Result<(), String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{}` is not http or https", url.scheme()));
        }
        let refused = |ip: String| format!("`{ip}` is not a public address");
        match url.host() {
            None => Err("the address has no host".to_owned()),
            Some(host) if self.contains(&host.to_string()) => Ok(()),
            Some(Host::Domain(_)) => Ok(()),
            Some(Host::Ipv4(ip)) if is_public_v4(ip) => Ok(()),
            Some(Host::Ipv6(ip)) if is_public_v6(ip) => Ok(()),
            Some(host) => Err(refused(host.to_string())),
        }
    }
}

/// A host's name as it is compared: without a root dot, a bracket or case.
fn plain(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

impl Resolve for NamedHosts {
    fn resolve(&self, name: Name) -> Resolving {
        let named = self.contains(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> =
                found.filter(|address| named || is_public(address.ip())).collect();
            if allowed.is_empty() {
                return Err(format!("`{}` has no public address", name.as_str()).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, ..)              // this network, private, loopback
            | (100, 64..=127, _)        // shared by carriers
            | (169, 254, _)             // link-local
            | (172, 16..=31, _)         // private
            | (192, 0, 0 | 2)           // protocol assignments, documentation
            | (192, 88, 99)             // 6to4 relays
            | (192, 168, _)             // private
            | (198, 18 | 19, _)         // benchmarks
            | (198, 51, 100)            // documentation
            | (203, 0, 113)             // documentation
            | (224..=255, ..) // multicast, reserved, broadcast
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let part = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match part {
        // An IPv4 address in one of its IPv6 coats: judged by what is inside.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => inner(high, low),
        [0, 0, 0, 0, 0xffff, 0, high, low] => inner(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        [0x64, 0xff9b, ..] => false,      // locally used translation
        [0x2001, 0..=0x1ff, ..] => false, // tunnels, protocol assignments
        [0x2001, 0xdb8, ..] | [0x3fff, ..] => false, // documentation
        [first, ..] => first & 0xe000 == 0x2000, // only global unicast
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str) -> bool {
        Url::parse(text).is_ok_and(|url| NamedHosts::default().allow(&url).is_ok())
    }

    #[test]
    fn every_way_of_writing_a_private_address_is_refused() {
        let hosts = [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0x7f.1",
            "127.0.0.1.",
            "0",
            "0.0.0.0",
            "10.0.0.8",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "224.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd12::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2002:c0a8:101::1]",
            "[2001:0:4136::1]",
            "[2001:db8::1]",
            "[::ffff:0:127.0.0.1]",
            "[100::1]",
            "１２７.０.０.１",
            "⑫7.0.0.1",
        ];
        for host in hosts {
            for url in [format!("http://{host}/"), format!("https://user@{host}:8443/x")] {
                assert!(!allowed(&url), "{url} must be refused");
            }
        }
        for url in ["file:///etc/passwd", "gopher://example.org/", "ftp://8.8.8.8/"] {
            assert!(!allowed(url), "{url} must be refused");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for host in [
            "8.8.8.8",
            "[2a00:1450::1]",
            "[2606:4700::1111]",
            "[2002:808:808::1]",
            "[64:ff9b::8.8.8.8]",
            "example.org",
        ] {
            assert!(allowed(&format!("https://{host}/")), "{host} is public");
        }
    }

    #[test]
    fn a_host_that_the_configuration_names_may_be_local() {
        let configured = Url::parse("http://127.0.0.1:4000/").unwrap();
        let named = NamedHosts::of([&configured].into_iter());
        assert!(named.allow(&configured).is_ok());
        assert!(named.allow(&Url::parse("http://127.0.0.2:4000/").unwrap()).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_when_it_is_resolved() {
        let name = |text: &str| text.parse::<Name>().unwrap();
        let refused = NamedHosts::default().resolve(name("localhost")).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("no public address")));
        let configured = Url::parse("http://localhost:4000/").unwrap();
        let named = NamedHosts::of([&configured].into_iter());
        assert!(named.resolve(name("localhost")).await.is_ok());
    }
}
