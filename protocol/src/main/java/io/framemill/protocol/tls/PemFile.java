package io.framemill.protocol.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file in the textual encoding of RFC 7468. */
record PemFile(Path file) {
  /** A key in PKCS #8, RFC 7468 section 10. */
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /**
   * All certificates, in order; at least one.
   *
   * @throws TlsException if there is none or the file cannot be read
   */
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(bytes()))) {
        certificates.add((X509Certificate) each);
      }
      if (certificates.isEmpty()) {
        throw new TlsException(file + ": there is no certificate in it");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new TlsException(file + ": not certificates in PEM form", e);
    }
  }

  /**
   * The private key.
   *
   * @throws TlsException if there is none or the file cannot be read
   */
  PrivateKey privateKey() {
    Matcher key = KEY.matcher(new String(bytes(), StandardCharsets.ISO_8859_1));
    if (!key.find()) {
      throw new TlsException(
          file
              + ": no private key in PKCS #8 (\"BEGIN PRIVATE KEY\") is in it; make one with"
              + " \"openssl pkcs8 -topk8 -nocrypt\"");
    }
    try {
      return decode(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
    } catch (IllegalArgumentException e) {
      throw new TlsException(file + ": the private key in it is damaged");
    }
  }

  private PrivateKey decode(PKCS8EncodedKeySpec encoded) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // Of another type, or not a key.
      } catch (GeneralSecurityException e) {
        throw new TlsException(file + ": this Java knows no keys of " + algorithm, e);
      }
    }
    throw new TlsException(file + ": the private key in it is none of " + KEY_ALGORITHMS);
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new TlsException(file + ": cannot be read", e);
    }
  }
}
