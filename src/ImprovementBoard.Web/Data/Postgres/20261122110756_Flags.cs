using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class Flags : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "FlaggedOn",
                table: "Programmes",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Flags",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProgrammeId = table.Column<int>(type: "integer", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    SubjectId = table.Column<int>(type: "integer", nullable: false),
                    Ref = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    HolderId = table.Column<int>(type: "integer", nullable: true),
                    Rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Seriousness = table.Column<int>(type: "integer", nullable: false),
                    Since = table.Column<DateOnly>(type: "date", nullable: false),
                    Why = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    QuietUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false),
                    Acknowledgements = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Flags", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Flags_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_HolderId_Until",
                table: "Flags",
                columns: new[] { "ProgrammeId", "HolderId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_Rule_Until",
                table: "Flags",
                columns: new[] { "ProgrammeId", "Rule", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_Subject_SubjectId_Until",
                table: "Flags",
                columns: new[] { "ProgrammeId", "Subject", "SubjectId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_Until_Seriousness_Since_Id",
                table: "Flags",
                columns: new[] { "ProgrammeId", "Until", "Seriousness", "Since", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Flags");

            migrationBuilder.DropColumn(
                name: "FlaggedOn",
                table: "Programmes");
        }
    }
}
