using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Distribution;

internal sealed class RecipientMapping : IEntityTypeConfiguration<Recipient>
{
    public void Configure(EntityTypeBuilder<Recipient> builder)
    {
        builder.HasProgramme();
        // One that stands for each post and each address; those taken off stay beside it.
        builder.HasIndex(r => new { r.ProgrammeId, r.Audience, r.MemberId }).IsUnique().HasFilter("\"RemovedOn\" IS NULL AND \"MemberId\" IS NOT NULL");
        builder.HasIndex(r => new { r.ProgrammeId, r.Audience, r.Email }).IsUnique().HasFilter("\"RemovedOn\" IS NULL AND \"MemberId\" IS NULL");
        builder.Property(r => r.Title).HasMaxLength(Recipient.TitleMaxLength);
        builder.Property(r => r.Agency).HasMaxLength(Recipient.TitleMaxLength);
        builder.Property(r => r.Email).HasMaxLength(EmailAddress.MaxLength);
    }
}

internal sealed class PackDeliveryMapping : IEntityTypeConfiguration<PackDelivery>
{
    public void Configure(EntityTypeBuilder<PackDelivery> builder)
    {
        builder.HasProgramme();
        builder.HasOne<Pack>().WithMany().HasForeignKey(d => d.PackId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Recipient>().WithMany().HasForeignKey(d => d.RecipientId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(d => d.Mail).WithMany().HasForeignKey(d => d.MailId).OnDelete(DeleteBehavior.SetNull);
        // Nobody gets a pack twice by itself.
        builder.HasIndex(d => new { d.PackId, d.RecipientId, d.Attempt }).IsUnique();
        // Who comes with a link is no member: it is looked for across programmes.
        builder.HasIndex(d => d.TokenHash).IsUnique();
        builder.Property(d => d.TokenHash).HasMaxLength(64);
        builder.Property(d => d.Why).HasMaxLength(PackDelivery.WhyMaxLength);
    }
}
