package io.framemill.protocol.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Private key and certificate chain of one end of a connection.
 *
 * @param key private key of the first certificate
 * @param chain own certificate first, then intermediate ones
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads an identity and checks that it is valid now.
   *
   * @param certificate the certificate, followed by intermediate certificates; PEM
   * @param key the private key; PEM, PKCS #8, not encrypted
   * @throws TlsException if one cannot be read or is not valid now, or if they do not match
   */
  public static TlsIdentity read(Path certificate, Path key) {
    TlsIdentity identity =
        new TlsIdentity(new PemFile(key).privateKey(), new PemFile(certificate).certificates());
    requireValid(certificate, identity.chain.get(0));
    if (!identity.belongsTogether()) {
      throw new TlsException(
          "The key in " + key + " is not that of the certificate in " + certificate);
    }
    return identity;
  }

  private static void requireValid(Path file, X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      throw new TlsException(
          file + ": the certificate expired at " + certificate.getNotAfter().toInstant(), e);
    } catch (CertificateNotYetValidException e) {
      throw new TlsException(
          file + ": the certificate is valid from " + certificate.getNotBefore().toInstant(), e);
    }
  }

  /** Whether the certificate matches the key, by verifying a signature. */
  private boolean belongsTogether() {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] proof = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(proof);
      byte[] signed = signature.sign();
      signature.initVerify(chain.get(0));
      signature.update(proof);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
