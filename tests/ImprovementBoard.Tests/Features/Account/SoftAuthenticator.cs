using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImprovementBoard.Tests.Features.Account;

/// <summary>A browser with a passkey made of software (WebAuthn level 3, ES256, no attestation), which can also do it wrong.</summary>
internal sealed class SoftAuthenticator
{
    private const string Domain = "board.example";
    private const byte Present = 0x01, Verified = 0x04, Attested = 0x40;

    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<string, string> cookies = [];
    private uint uses;
    private string user = "";

    /// <summary>The site the browser believes to be on.</summary>
    public string Origin { get; set; } = $"https://{Domain}";

    /// <summary>Whether finger, face or PIN was asked for.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>A request with the cookies of this browser.</summary>
    public DefaultHttpContext Request()
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "https";
        http.Request.Host = new(Domain);
        http.Request.Headers.Origin = Origin;
        http.Request.Headers.Cookie = string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));
        return http;
    }

    /// <summary>Keeps the cookies of an answer.</summary>
    public void Keep(HttpContext answer)
    {
        foreach (var pair in answer.Response.Headers.SetCookie.Select(c => c!.Split(';')[0].Split('=', 2)))
            cookies[pair[0]] = pair[1];
    }

    /// <summary>Answers what <c>navigator.credentials.create</c> was asked.</summary>
    public string Make(string asked)
    {
        user = JsonNode.Parse(asked)!["user"]!["id"]!.GetValue<string>();
        var point = key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(Attested), .. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] attestation = [0xA3, .. Cbor("fmt"), .. Cbor("none"), .. Cbor("attStmt"), 0xA0, .. Cbor("authData"), 0x58, (byte)data.Length, .. data];
        return Answer(new() { ["clientDataJSON"] = Url(Client("webauthn.create", asked)), ["attestationObject"] = Url(attestation), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>Answers what <c>navigator.credentials.get</c> was asked.</summary>
    public string Prove(string asked)
    {
        uses++;
        var client = Client("webauthn.get", asked);
        var data = Data(0);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new() { ["clientDataJSON"] = Url(client), ["authenticatorData"] = Url(data), ["signature"] = Url(signature), ["userHandle"] = user });
    }

    private byte[] Data(byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, uses);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(Present | (Verifies ? Verified : 0) | more), .. count];
    }

    private byte[] Client(string type, string asked) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = JsonNode.Parse(asked)!["challenge"]!.GetValue<string>(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Url(id),
        ["rawId"] = Url(id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private static byte[] Cbor(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Url(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);
}
