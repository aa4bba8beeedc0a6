using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Data;

/// <summary>An account. What it may do comes from its memberships of programmes, not from here.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    /// <summary>What the account is called where it is told from others of the person; single sign-on need not give it an address.</summary>
    public string Label => Email ?? "council account";

    /// <summary>Longest sealed secret, in characters.</summary>
    public const int SecretMaxLength = 400;

    /// <summary>Sealed secret of the authenticator app, or null without one. It counts once <see cref="IdentityUser{TKey}.TwoFactorEnabled"/> is true.</summary>
    public string? AuthenticatorSecret { get; set; }

    /// <summary>The instant the app was set up, in UTC, or null.</summary>
    public DateTimeOffset? AuthenticatorSince { get; set; }

    /// <summary>The last step of 30 seconds whose code was used: neither it nor an earlier one is taken again.</summary>
    public long LastCodeStep { get; set; }

    /// <summary>The day on which all that names the person was removed, or null. The key stays, because memberships and sealed records name it.</summary>
    public DateOnly? ErasedOn { get; set; }

    /// <summary>The instant the password was last changed by the person, in UTC, or null where it never was.</summary>
    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>A new account that nothing opens yet.</summary>
    /// <param name="email">Its address, which is its name too; null where none is known.</param>
    /// <param name="confirmed">True where what was sent there was answered.</param>
    public static AppUser Of(string? email, bool confirmed, ILookupNormalizer normalizer)
    {
        var id = Guid.NewGuid();
        var name = email ?? $"council-{id:N}";
        return new()
        {
            Id = id,
            UserName = name,
            NormalizedUserName = normalizer.NormalizeName(name),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            EmailConfirmed = confirmed,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
    }
}
