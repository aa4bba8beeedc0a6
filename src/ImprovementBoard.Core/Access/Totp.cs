using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImprovementBoard.Core.Access;

/// <summary>The codes of authenticator apps (RFC 6238): six digits from a shared secret and the time, by HMAC-SHA-1, which is what every app knows.</summary>
public static class Totp
{
    /// <summary>Length of a secret in bytes, as RFC 4226 advises.</summary>
    public const int SecretBytes = 20;

    /// <summary>How many steps of 30 seconds a clock may be off, either way.</summary>
    public const int Tolerance = 1;

    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of 30 seconds that an instant lies in.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238; what breaks SHA-1 as a digest does not break it here.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, the nearest to now first, or null.</summary>
    /// <param name="code">As typed: blanks do not matter.</param>
    /// <param name="back">How many steps before now are looked at; <paramref name="ahead"/> how many after.</param>
    public static long? Matching(ReadOnlySpan<byte> secret, string? code, DateTimeOffset now, int back = Tolerance, int ahead = Tolerance)
    {
        var typed = Encoding.UTF8.GetBytes(string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c))));
        long? found = null;
        var here = StepAt(now);
        // All are looked at, so that the time taken tells nothing.
        for (var away = Math.Max(back, ahead); away >= 0; away--)
        {
            if (away <= ahead && CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(CodeAt(secret, here + away))))
                found = here + away;
            if (away <= back && CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(CodeAt(secret, here - away))))
                found = here - away;
        }
        return found;
    }

    /// <summary>A secret as apps take it: Base32.</summary>
    public static string Base32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        int bits = 0, held = 0;
        foreach (var b in secret)
        {
            held = ((held << 8) | b) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
        }
        if (bits > 0)
            text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>What the square code says to an app.</summary>
    public static string Address(ReadOnlySpan<byte> secret, string issuer, string account) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period={StepSeconds}";
}
