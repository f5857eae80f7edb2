/** What a user runs inside a network that we can't reach. */
export interface ProbeCommand {
  command: string;
  explains: string;
}

export interface CommandOptions {
  /** Canonical. */
  host: string;
  port: number;
  shell: 'bash' | 'powershell' | 'cmd';
  tool: 'openssl' | 'curl' | 'java';
  /** A file name without blanks and quotes. */
  certificate?: string;
}

/** How each shell pipes a request, and where it throws nothing away. */
const REQUEST: Readonly<Record<CommandOptions['shell'], (host: string, rest: string) => string>> = {
  bash: (host, rest) => `(printf 'GET / HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n'; sleep 5) | ${rest} 2>&1`,
  powershell: (host, rest) => `& { "GET / HTTP/1.1\`r\`nHost: ${host}\`r\`nConnection: close\`r\`n\`r\`n"; Start-Sleep 5 } | ${rest} 2>&1`,
  cmd: (host, rest) => `(echo GET / HTTP/1.0& echo Host: ${host}& echo.& ping -n 5 127.0.0.1 >nul) | ${rest} 2>&1`,
};

/**
 * Writes the command. Host and file name must have been checked: nothing is quoted, because nothing in them needs it.
 * @returns the command in one line, and what it does
 */
export function probeCommand({ host, port, shell, tool, certificate }: CommandOptions): ProbeCommand {
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const send = 'Send all that it prints to POST /probes/transcript; it holds no private key.';
  if (tool === 'curl') {
    const program = shell === 'bash' ? 'curl' : 'curl.exe';
    return {
      command: `${program} -vk --max-time 20${certificate ? ` --cert ${certificate}` : ''} https://${at}/ 2>&1`,
      explains: `Connects once${certificate ? ' with the client certificate' : ''} and shows each message of the handshake, alerts and the HTTP answer. ${send}`,
    };
  }
  if (tool === 'java') {
    const store = certificate
      ? ` -Djavax.net.ssl.keyStore=${certificate} -Djavax.net.ssl.keyStoreType=PKCS12 -Djavax.net.ssl.keyStorePassword=***`
      : '';
    return {
      command: `java -Djavax.net.debug=ssl,handshake${store} -jar your-program.jar`,
      explains: `Add the switches to the Java program that fails; its output then tells what JSSE sends and receives. Replace *** by the password. ${send}`,
    };
  }
  const name = /^[\d.]+$|:/.test(host) ? '' : ` -servername ${host}`;
  // Without -cert_chain only the leaf would be sent, and a server that lacks the intermediate would refuse it.
  const own = certificate ? ` -cert ${certificate} -key ${certificate} -cert_chain ${certificate}` : '';
  return {
    command: REQUEST[shell](host, `openssl s_client -connect ${at}${name}${own} -showcerts -msg -state -ign_eof`),
    explains: `Connects once${certificate ? ' with the client certificate (a PEM file with certificate, chain and key)' : ''}, shows the server's chain, the acceptable issuers, every message and the answer to one GET. ${send}`,
  };
}
