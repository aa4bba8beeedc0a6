using ImprovementBoard.Core.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Data;

/// <summary>A sign-in that lasts. The cookie names it; it ends here, and with it every page that was opened with it.</summary>
public sealed class AccountSession
{
    /// <summary>Longest device, in characters, and the length of a SHA-256 in hexadecimal.</summary>
    public const int DeviceMaxLength = 80, HashLength = 64;

    /// <summary>Key, which the cookie holds sealed.</summary>
    public Guid Id { get; set; }

    /// <summary>The account.</summary>
    public Guid UserId { get; set; }

    /// <summary>Its security stamp then: when the account gets another, the session has ended.</summary>
    public required string Stamp { get; set; }

    /// <summary>How the person signed in.</summary>
    public SignInWay Way { get; set; }

    /// <summary>SHA-256 of the passkey that opened it, or null: when that is removed, the session ends.</summary>
    public string? Passkey { get; set; }

    /// <summary>The instant the person proved who they are to the council’s provider, in UTC; null where it did not say, or it was not by that.</summary>
    public DateTimeOffset? ProvedAt { get; set; }

    /// <summary>The instant of signing in, in UTC.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The instant something was last done with it, in UTC, to half a minute.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>The instant it was ended, in UTC, or null where it was not, though it may have run out.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Browser and system in words, as far as the browser says.</summary>
    public required string Device { get; set; }
}

/// <summary>A recovery code that was given out.</summary>
public sealed class RecoveryCode
{
    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <summary>The account.</summary>
    public Guid UserId { get; set; }

    /// <summary>SHA-256 of the code.</summary>
    public required string Hash { get; set; }

    /// <summary>The instant it was used, in UTC, or null.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class AppUserMapping : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder) => builder.Property(u => u.AuthenticatorSecret).HasMaxLength(AppUser.SecretMaxLength);
}

internal sealed class AccountSessionMapping : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.ToTable("AccountSessions");
        builder.HasIndex(s => new { s.UserId, s.StartedAt });
        builder.HasIndex(s => s.StartedAt);
        builder.Property(s => s.Device).HasMaxLength(AccountSession.DeviceMaxLength);
        builder.Property(s => s.Stamp).HasMaxLength(64);
        builder.Property(s => s.Passkey).HasMaxLength(AccountSession.HashLength);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
        builder.Property(c => c.Hash).HasMaxLength(AccountSession.HashLength);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>
/// Identity maps passkeys only for who sets its schema version in the services of the program, which contexts made by hand do not have. Mapped here
/// as it does, so that every context has the same model.
/// </summary>
internal sealed class PasskeyMapping : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("AspNetUserPasskeys");
        builder.HasKey(p => p.CredentialId);
        builder.Property(p => p.CredentialId).HasMaxLength(1024);
        builder.OwnsOne(p => p.Data).ToJson();
        builder.HasOne<AppUser>().WithMany().HasForeignKey(p => p.UserId).IsRequired();
    }
}
